package io.tidewatch.decisions;

import io.tidewatch.decisions.OfferDecision.HeldBack;
import io.tidewatch.decisions.learning.Contender;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.SuppressionReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What does not depend on the customer in some live offers, found out once for all decisions on
 * them. Offers have much in common: of 200 there may be 20 campaigns, 10 categories and 3 channels.
 * What a rule looks at is a part; equal parts have one number, so that a rule is asked once for
 * each of them and decision, and not for each offer.
 *
 * <p>One thread, because held-back offers are made when first asked for.
 */
final class OfferParts {
  /** One part of all offers. */
  static final class Part {
    private final int[] numbers;
    private final Offer[] examples;

    private Part(List<Offer> offers, Function<Offer, Object> part) {
      Map<Object, Integer> known = new HashMap<>();
      List<Offer> first = new ArrayList<>();
      numbers = new int[offers.size()];
      for (int i = 0; i < numbers.length; i++) {
        Offer offer = offers.get(i);
        numbers[i] = known.computeIfAbsent(part.apply(offer), key -> known.size());
        if (numbers[i] == first.size()) {
          first.add(offer);
        }
      }
      examples = first.toArray(Offer[]::new);
    }

    /** Returns how many different ones there are. */
    int count() {
      return examples.length;
    }

    /** Returns the number of the one that an offer has, 0 to {@link #count} - 1. */
    int of(int offer) {
      return numbers[offer];
    }

    /** Returns an offer that has the one with a number. */
    Offer example(int number) {
      return examples[number];
    }
  }

  private static final SuppressionReason[] REASONS = SuppressionReason.values();

  final Part reach;
  final Part segments;
  final Part campaign;
  final Part prerequisites;
  final Part categories;
  final Part exclusion;
  final Part condition;

  private final List<Offer> offers;
  private final long[] drawKeys;
  private final HeldBack[] heldBack; // [offers, reasons], null until asked for

  /** Finds the parts of some offers; some microseconds each. */
  OfferParts(List<Offer> offers) {
    this.offers = offers;
    reach =
        new Part(
            offers,
            offer ->
                List.of(
                    offer.getPurpose(),
                    offer.getChannel(),
                    offer.getOtherChannels(),
                    offer.getLocales(),
                    offer.getCreatives()));
    segments = new Part(offers, Offer::getSegments);
    campaign = new Part(offers, Offer::getCampaignId);
    prerequisites = new Part(offers, Offer::getPrerequisites);
    categories = new Part(offers, Offer::getCategories);
    exclusion =
        new Part(offers, offer -> List.of(offer.getExclusionGroup(), offer.getExclusionHours()));
    condition = new Part(offers, Offer::getEligibility);
    drawKeys = offers.stream().mapToLong(o -> Contender.drawKeyOf(o.getOfferId())).toArray();
    heldBack = new HeldBack[offers.size() * REASONS.length];
  }

  /** Returns whether these are the offers that the parts were found in. */
  boolean areOf(List<Offer> others) {
    return offers == others;
  }

  int size() {
    return drawKeys.length;
  }

  Offer offer(int index) {
    return offers.get(index);
  }

  /** Returns {@link Contender#drawKeyOf} an offer. */
  long drawKey(int index) {
    return drawKeys[index];
  }

  /** Returns an offer with the reason for which it is held back, always the same object. */
  HeldBack heldBack(int index, SuppressionReason reason) {
    int place = index * REASONS.length + reason.ordinal();
    HeldBack held = heldBack[place];
    if (held == null) {
      held = new HeldBack(offers.get(index), reason);
      heldBack[place] = held;
    }
    return held;
  }
}
