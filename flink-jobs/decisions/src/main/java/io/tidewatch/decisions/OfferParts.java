package io.tidewatch.decisions;

import io.tidewatch.decisions.learning.Contender;
import io.tidewatch.schemas.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * What does not depend on the customer in some live offers, found out once for all decisions on
 * them. Offers have much in common: of 200 there may be 20 campaigns, 10 categories and 3 channels.
 * What a rule looks at is a part; equal parts have one number, so that a rule is asked once for
 * each of them and decision, and not for each offer. Immutable.
 */
final class OfferParts {
  /** One part of all offers. */
  static final class Part {
    private final int[] numbers;
    private final Offer[] examples;

    private Part(List<Offer> offers, IntFunction<Object> part) {
      Map<Object, Integer> known = new HashMap<>();
      List<Offer> first = new ArrayList<>();
      numbers = new int[offers.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = known.computeIfAbsent(part.apply(i), key -> known.size());
        if (numbers[i] == first.size()) {
          first.add(offers.get(i));
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

  final Part reach;
  final Part segments;
  final Part campaign;
  final Part prerequisites;
  final Part categories;
  final Part exclusion;
  final Part condition;

  /** All of these together, which is all that rules look at but the budget. */
  final Part ruled;

  private final List<Offer> offers;
  private final List<String> offerIds;
  private final String[] ids;
  private final double[] valuesMinor;
  private final double[] levers;
  private final long[] drawKeys;
  private final boolean[] limited;

  /** Finds the parts of some offers; some microseconds each. */
  OfferParts(List<Offer> offers) {
    this.offers = offers;
    reach =
        part(
            offers,
            offer ->
                List.of(
                    offer.getPurpose(),
                    offer.getChannel(),
                    offer.getOtherChannels(),
                    offer.getLocales(),
                    offer.getCreatives()));
    segments = part(offers, Offer::getSegments);
    campaign = part(offers, Offer::getCampaignId);
    prerequisites = part(offers, Offer::getPrerequisites);
    categories = part(offers, Offer::getCategories);
    exclusion =
        part(offers, offer -> List.of(offer.getExclusionGroup(), offer.getExclusionHours()));
    condition = part(offers, Offer::getEligibility);
    ruled =
        together(
            offers, reach, segments, campaign, prerequisites, categories, exclusion, condition);
    offerIds = List.copyOf(offers.stream().map(Offer::getOfferId).toList());
    ids = offerIds.toArray(String[]::new);
    valuesMinor = offers.stream().mapToDouble(Offer::getValueMinor).toArray();
    levers = offers.stream().mapToDouble(Offer::getLever).toArray();
    limited = new boolean[offers.size()];
    for (int i = 0; i < limited.length; i++) {
      limited[i] = OfferBudgets.limit(offers.get(i)).isPresent();
    }
    drawKeys = offerIds.stream().mapToLong(Contender::drawKeyOf).toArray();
  }

  private static Part part(List<Offer> offers, Function<Offer, Object> part) {
    return new Part(offers, place -> part.apply(offers.get(place)));
  }

  private static Part together(List<Offer> offers, Part... parts) {
    IntFunction<Object> all = place -> Stream.of(parts).map(part -> part.of(place)).toList();
    return new Part(offers, all);
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

  /** Returns all of them, in their order. */
  List<Offer> offers() {
    return offers;
  }

  String offerId(int index) {
    return ids[index];
  }

  /** Returns whether an offer may be made so many times only. */
  boolean isLimited(int index) {
    return limited[index];
  }

  /** Returns {@link Contender#drawKeyOf} an offer. */
  long drawKey(int index) {
    return drawKeys[index];
  }

  /** Returns {@code offer(index).getValueMinor()}, without the way to the offer. */
  double valueMinor(int index) {
    return valuesMinor[index];
  }

  /** Returns {@code offer(index).getLever()}. */
  double lever(int index) {
    return levers[index];
  }

  /** Returns the ids of all of them, in their order; always the same list. */
  List<String> offerIds() {
    return offerIds;
  }
}
