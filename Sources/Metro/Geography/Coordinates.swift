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

    /// Great-circle distance on the mean Earth sphere (radius 6371.0088 km), kilometres; within 0.6 % of the geodesic.
    public func kilometres(to other: Coordinates) -> Double {
        let radians = Double.pi / 180
        let phi1 = latitude * radians
        let phi2 = other.latitude * radians
        let dPhi = phi2 - phi1
        let dLambda = (other.longitude - longitude) * radians
        let a = sin(dPhi / 2) * sin(dPhi / 2) + cos(phi1) * cos(phi2) * sin(dLambda / 2) * sin(dLambda / 2)
        return 2 * 6371.0088 * asin(min(1, a.squareRoot()))
    }
}
