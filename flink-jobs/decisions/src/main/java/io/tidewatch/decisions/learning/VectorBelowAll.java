package io.tidewatch.decisions.learning;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link BelowAll} on vectors: operation by operation the same as {@link ScalarBelowAll}, hence the
 * same bits. Runs where the module jdk.incubator.vector is in the boot layer; nothing else may
 * refer to this class before that is known.
 *
 * <p>All in one loop, and no vector is handed from method to method: JDK 17 would make an object of
 * it.
 */
final class VectorBelowAll extends BelowAll {
  static final VectorBelowAll INSTANCE = new VectorBelowAll();

  /** Vectors that the machine prefers, but none longer than a block. */
  private static final VectorSpecies<Double> S =
      DoubleVector.SPECIES_PREFERRED.length() > Rivals.BLOCK
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_PREFERRED;

  private static final VectorSpecies<Long> I = S.withLanes(long.class);
  private static final int L = S.length();

  private VectorBelowAll() {}

  @Override
  double of(Rivals rivals, double inverse) {
    for (int place = 0; place < Rivals.BLOCK; place += L) {
      multiply(
          rivals.weights,
          rivals.slopes,
          rivals.offsets,
          place,
          rivals.padded,
          inverse,
          rivals.products);
    }
    return rivals.product();
  }

  private static void multiply(
      double[] weights,
      double[] slopes,
      double[] offsets,
      int place,
      int end,
      double inverse,
      double[] products) {
    var toOdds = DoubleVector.broadcast(S, inverse);
    var minusOne = DoubleVector.broadcast(S, -1);
    var least = LongVector.broadcast(I, LEAST_ODDS);
    var toNearest = LongVector.broadcast(I, TO_NEAREST);
    var mantissa = LongVector.broadcast(I, MANTISSA);
    var root = LongVector.broadcast(I, ROOT);
    var wholeBits = LongVector.broadcast(I, WHOLE_BITS);
    var whole = DoubleVector.broadcast(S, WHOLE);
    var sign = LongVector.broadcast(I, SIGN);
    var magnitude = LongVector.broadcast(I, ~SIGN);
    var half = DoubleVector.broadcast(S, 0.5);
    var one = DoubleVector.broadcast(S, 1);
    var product = one;
    for (int at = place; at < end; at += Rivals.BLOCK) {
      var odds = DoubleVector.fromArray(S, weights, at).fma(toOdds, minusOne);
      var bits = odds.reinterpretAsLongs().max(least).sub(toNearest);
      var exponent =
          bits.lanewise(VectorOperators.LSHR, MANTISSA_BITS)
              .or(wholeBits)
              .reinterpretAsDoubles()
              .sub(whole);
      var f = bits.and(mantissa).add(root).reinterpretAsDoubles().sub(one);
      var series = f.fma(DoubleVector.broadcast(S, L10), DoubleVector.broadcast(S, L9));
      series = f.fma(series, DoubleVector.broadcast(S, L8));
      series = f.fma(series, DoubleVector.broadcast(S, L7));
      series = f.fma(series, DoubleVector.broadcast(S, L6));
      series = f.fma(series, DoubleVector.broadcast(S, L5));
      series = f.fma(series, DoubleVector.broadcast(S, L4));
      series = f.fma(series, DoubleVector.broadcast(S, L3));
      series = f.fma(series, DoubleVector.broadcast(S, L2));
      series = f.mul(f).fma(series, f);
      var log = exponent.fma(DoubleVector.broadcast(S, LN_2), series);
      var z =
          log.fma(DoubleVector.fromArray(S, slopes, at), DoubleVector.fromArray(S, offsets, at))
              .reinterpretAsLongs();
      var a = z.and(magnitude).reinterpretAsDoubles();
      var p = a.fma(DoubleVector.broadcast(S, P8), DoubleVector.broadcast(S, P7));
      p = a.fma(p, DoubleVector.broadcast(S, P6));
      p = a.fma(p, DoubleVector.broadcast(S, P5));
      p = a.fma(p, DoubleVector.broadcast(S, P4));
      p = a.fma(p, DoubleVector.broadcast(S, P3));
      p = a.fma(p, DoubleVector.broadcast(S, P2));
      p = a.fma(p, DoubleVector.broadcast(S, P1));
      p = a.fma(p, one);
      p = p.mul(p);
      p = p.mul(p);
      p = p.mul(p);
      var off = half.sub(half.div(p.mul(p))).reinterpretAsLongs().or(z.and(sign));
      product = product.mul(off.reinterpretAsDoubles().add(half));
    }
    product.intoArray(products, place);
  }
}
