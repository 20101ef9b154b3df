package io.tidewatch.decisions;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.SuppressionReason;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The sentences of one language, from the templates {@code reasons_<code>.properties}. The same
 * customer and time give the same text on every machine, whatever its locale.
 */
final class ReasonTexts {
  private final ResourceBundle templates;

  private ReasonTexts(ResourceBundle templates) {
    this.templates = templates;
  }

  static ReasonTexts in(Language language) {
    // The root locale, so that the machine's own never comes in.
    return new ReasonTexts(
        ResourceBundle.getBundle(
            ReasonTexts.class.getPackageName() + ".reasons_" + language.code(), Locale.ROOT));
  }

  /** Says what a group of features did to the score. */
  String group(Reasons.Contribution contribution, CustomerState state, long atMicros) {
    String key = contribution.group() + (contribution.value() > 0 ? ".raises" : ".lowers");
    if (contribution.group().equals("recency") && state.lastPurchaseAt() == 0) {
      key += ".never";
    } else if (contribution.group().equals(TicketEffect.GROUP)) {
      key += ticketTells(state, atMicros);
    } else if (!templates.containsKey(key)) {
      key = contribution.value() > 0 ? "other.raises" : "other.lowers";
    }
    Object[] facts = {
      days(state.lastPurchaseAt(), atMicros),
      state.purchases(),
      days(state.firstEventAt(), atMicros),
      state.tickets(),
      contribution.group(),
      state.tellingTicket(),
      days(state.tellingTicketAt(), atMicros)
    };
    return new MessageFormat(templates.getString(key), Locale.ROOT).format(facts);
  }

  /** Which words of tickets weigh most: those of leaving, or of displeasure. */
  private static String ticketTells(CustomerState state, long atMicros) {
    if (state.tellingTicketAt() == 0) {
      return ".little";
    }
    return state.ticketLeaving(atMicros) > state.ticketDispleasure(atMicros) ? ".leaving" : "";
  }

  /** Says why something was held back. */
  String heldBack(SuppressionReason reason) {
    return templates.getString("heldBack." + reason.name());
  }

  private static long days(long fromMicros, long atMicros) {
    return Math.max(0, (atMicros - fromMicros) / Micros.PER_DAY);
  }
}
