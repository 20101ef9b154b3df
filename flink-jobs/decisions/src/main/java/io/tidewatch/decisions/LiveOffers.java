package io.tidewatch.decisions;

import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The offers by validity: time is cut at every start and end of an offer, and for each piece the
 * offers that are valid in it are listed once, when first asked for. A look-up is a binary search.
 * One thread.
 */
public final class LiveOffers {
  private final List<Offer> offers;
  private final long[] cuts; // microseconds, ascending; piece i is [cuts[i], cuts[i + 1])
  private final List<List<Offer>> pieces; // null until asked for

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
  }

  /** Returns the offers with {@code validFrom <= at < validUntil}, in order of their ids. */
  public List<Offer> at(long atMicros) {
    int found = Arrays.binarySearch(cuts, atMicros);
    int piece = found >= 0 ? found : -found - 2;
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

  private static boolean validAt(Offer offer, long atMicros) {
    return Micros.of(offer.getValidFrom()) <= atMicros
        && atMicros < Micros.of(offer.getValidUntil());
  }
}
