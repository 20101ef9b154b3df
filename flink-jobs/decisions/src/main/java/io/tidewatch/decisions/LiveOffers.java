package io.tidewatch.decisions;

import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * The offers by validity: time is cut at every start and end of an offer, and for each piece the
 * offers that are valid in it are listed once, when first asked for. A look-up is a binary search.
 * One thread.
 */
public final class LiveOffers {
  private final List<Offer> offers;
  private final long[] cuts; // microseconds, ascending; piece i is [cuts[i], cuts[i + 1])
  private final List<List<Offer>> pieces; // null until asked for
  private final Long[] digests; // of pieces; null until asked for

  /** Indexes the offers. */
  public LiveOffers(Collection<Offer> offers) {
    this.offers = offers.stream().sorted(Comparator.comparing(Offer::getOfferId)).toList();
    this.cuts =
        this.offers.stream()
            .flatMapToLong(
                offer ->
                    LongStream.of(
                        Micros.of(offer.getValidFrom()), Micros.of(offer.getValidUntil())))
            .sorted()
            .distinct()
            .toArray();
    this.pieces = new ArrayList<>(Collections.nCopies(cuts.length, null));
    this.digests = new Long[cuts.length];
  }

  /** Returns the offers with {@code validFrom <= at < validUntil}, in order of their ids. */
  public List<Offer> at(long atMicros) {
    int piece = pieceAt(atMicros);
    if (piece < 0) {
      return List.of();
    }
    List<Offer> live = pieces.get(piece);
    if (live == null) {
      live = offers.stream().filter(offer -> validAt(offer, cuts[piece])).toList();
      pieces.set(piece, live);
    }
    return live;
  }

  /** Returns the {@link #digest} of the offers that are valid at a time, computed once for each. */
  public long digestAt(long atMicros) {
    int piece = pieceAt(atMicros);
    if (piece < 0) {
      return digest(List.of());
    }
    if (digests[piece] == null) {
      digests[piece] = digest(at(atMicros));
    }
    return digests[piece];
  }

  /**
   * Returns the first 8 bytes of the SHA-256 over the Avro bodies of some offers: tells whether
   * they are the ones that a decision considered.
   */
  public static long digest(List<Offer> offers) {
    ByteArrayOutputStream bodies = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bodies, null);
    SpecificDatumWriter<Offer> writer = new SpecificDatumWriter<>(Offer.getClassSchema());
    try {
      for (Offer offer : offers) {
        writer.write(offer, encoder);
      }
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return Hash.bits(bodies.toByteArray());
  }

  private int pieceAt(long atMicros) {
    int found = Arrays.binarySearch(cuts, atMicros);
    return found >= 0 ? found : -found - 2;
  }

  private static boolean validAt(Offer offer, long atMicros) {
    return Micros.of(offer.getValidFrom()) <= atMicros
        && atMicros < Micros.of(offer.getValidUntil());
  }
}
