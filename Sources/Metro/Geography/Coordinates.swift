import Foundation

/// A place on the ellipsoid, WGS 84 degrees.
public struct Coordinates: Hashable, Sendable {
    /// Degrees north, −90 … 90.
    public let latitude: Double
    /// Degrees east, −180 … 180.
    public let longitude: Double

    public init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }

    /// Length of the geodesic on WGS 84, kilometres, by Lambert's formula for long lines; within 10 m up to some
    /// thousand kilometres. A sphere would be off by up to 0.6 %, too much for a floor that is to prove something.
    public func kilometres(to other: Coordinates) -> Double {
        let equatorialRadius = 6378.137
        let flattening = 1 / 298.257223563
        let radians = Double.pi / 180
        let beta1 = atan((1 - flattening) * tan(latitude * radians))
        let beta2 = atan((1 - flattening) * tan(other.latitude * radians))
        let halfLambda = (other.longitude - longitude) * radians / 2
        let halfBeta = (beta2 - beta1) / 2
        let chord =
            sin(halfBeta) * sin(halfBeta) + cos(beta1) * cos(beta2) * sin(halfLambda) * sin(halfLambda)
        let sigma = 2 * asin(min(1, chord.squareRoot()))
        let sineHalf = sin(sigma / 2)
        let cosineHalf = cos(sigma / 2)
        guard sineHalf > 0, cosineHalf > 1e-9 else { return equatorialRadius * sigma }
        let mean = (beta1 + beta2) / 2
        let x = (sigma - sin(sigma)) * pow(sin(mean) * cos(halfBeta) / cosineHalf, 2)
        let y = (sigma + sin(sigma)) * pow(cos(mean) * sin(halfBeta) / sineHalf, 2)
        return equatorialRadius * (sigma - flattening / 2 * (x + y))
    }
}
