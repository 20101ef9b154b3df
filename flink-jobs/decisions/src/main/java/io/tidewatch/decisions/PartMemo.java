package io.tidewatch.decisions;

import io.tidewatch.schemas.Offer;
import java.util.function.Predicate;

/** What a rule says of a part of the offers at one decision, asked once for each different one. */
final class PartMemo {
  private static final byte YES = 1;
  private static final byte NO = 2;

  private final OfferParts.Part part;
  private final Predicate<Offer> rule;
  private final byte[] answers; // by number of the part, 0 until asked

  /**
   * Creates one.
   *
   * @param rule looks at nothing of an offer but the part
   */
  PartMemo(OfferParts.Part part, Predicate<Offer> rule) {
    this.part = part;
    this.rule = rule;
    this.answers = new byte[part.count()];
  }

  /** Returns what the rule says of an offer. */
  boolean holds(int offer) {
    int number = part.of(offer);
    if (answers[number] == 0) {
      answers[number] = rule.test(part.example(number)) ? YES : NO;
    }
    return answers[number] == YES;
  }
}
