/// Coefficients over a `LoadBasis`, or its values at one instant.
///
/// Three vectors of eight lanes: these stay in registers, wider ones are taken apart lane by lane.
struct LoadVector: Hashable, Sendable {
    private var first = SIMD8<Double>.zero
    private var second = SIMD8<Double>.zero
    private var third = SIMD8<Double>.zero

    static let zero = LoadVector()

    /// Lanes 0 … 23.
    subscript(lane: Int) -> Double {
        get { lane < 8 ? first[lane] : lane < 16 ? second[lane - 8] : third[lane - 16] }
        set {
            if lane < 8 {
                first[lane] = newValue
            } else if lane < 16 {
                second[lane - 8] = newValue
            } else {
                third[lane - 16] = newValue
            }
        }
    }

    @inline(__always)
    static func dot(_ left: LoadVector, _ right: LoadVector) -> Double {
        let sums = left.first * right.first + left.second * right.second + left.third * right.third
        // In pairs: one after the other, each addition would wait for the last.
        return (sums[0] + sums[1]) + (sums[2] + sums[3]) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
    }

    static func * (vector: LoadVector, factor: Double) -> LoadVector {
        var scaled = vector
        scaled.first *= factor
        scaled.second *= factor
        scaled.third *= factor
        return scaled
    }

    static func += (left: inout LoadVector, right: LoadVector) {
        left.first += right.first
        left.second += right.second
        left.third += right.third
    }
}
