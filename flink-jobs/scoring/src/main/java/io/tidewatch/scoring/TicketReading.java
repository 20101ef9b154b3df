package io.tidewatch.scoring;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.TicketAnalysis;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketInsight;
import io.tidewatch.text.Intent;
import io.tidewatch.text.TextAnalysis;
import io.tidewatch.text.TextAnalyzer;
import io.tidewatch.text.TextMeaning;
import io.tidewatch.text.TextReader;
import io.tidewatch.text.rules.RuleReader;

/**
 * Reads the texts of tickets: puts what was understood in the place of the text, which goes no
 * further. The same event gives the same result wherever it is read, so that the job, training by
 * replay and the skew meter see the same.
 *
 * <p>One thread. The first text loads the models, a second or two.
 */
public final class TicketReading {

  /**
   * A ticket message that was read.
   *
   * @param event the event with the analysis and without the text
   * @param insight what is said of it on the topic ticket-insights
   */
  public record Read(Event event, TicketInsight insight) {}

  private final TextReader reader =
      RuleReader.unlessInstalled(TicketReading.class.getClassLoader());
  private TextAnalyzer analyzer;

  /** Creates one that has loaded nothing yet. */
  public TicketReading() {}

  /** Returns whether an event has a text that a customer wrote; texts of agents are not read. */
  public static boolean isReadable(Event event) {
    return event.record() instanceof TicketEvent ticket
        && ticket.getText() != null
        && ticket.getAuthor() != TicketAuthor.AGENT
        && ticket.getAuthor() != TicketAuthor.SYSTEM;
  }

  /**
   * Returns the event without its text and without an analysis that came with it; the same object
   * if it has neither.
   */
  public static Event withoutText(Event event) {
    return event.record() instanceof TicketEvent ticket
            && (ticket.getText() != null || ticket.getAnalysis() != null)
        ? with(ticket, null)
        : event;
  }

  /** Returns the event as the customer's state takes it: read if it can be, and without text. */
  public Event forFold(Event event) {
    return isReadable(event) ? read(event).event() : withoutText(event);
  }

  /** Reads an event that {@link #isReadable}. */
  public Read read(Event event) {
    TicketEvent ticket = (TicketEvent) event.record();
    if (analyzer == null) {
      analyzer = new TextAnalyzer();
    }
    TextAnalysis text = analyzer.analyze(ticket.getText());
    TextMeaning meaning = reader.read(text);
    return new Read(with(ticket, analysis(text, meaning)), insight(event, ticket, text, meaning));
  }

  private static Event with(TicketEvent ticket, TicketAnalysis analysis) {
    return Event.of(TicketEvent.newBuilder(ticket).setText(null).setAnalysis(analysis).build());
  }

  private static TicketAnalysis analysis(TextAnalysis text, TextMeaning meaning) {
    return TicketAnalysis.newBuilder()
        .setLanguage(text.language().tag())
        .setSentiment(meaning.sentiment())
        .setUrgency(meaning.urgency())
        .setLeaving(meaning.leaving())
        .setIntent(meaning.intent().map(Intent::name).orElse(null))
        .setIntentConfidence(meaning.likeliestIntent().confidence())
        .build();
  }

  private static TicketInsight insight(
      Event event, TicketEvent ticket, TextAnalysis text, TextMeaning meaning) {
    return TicketInsight.newBuilder()
        .setEventId(ticket.getEventId())
        .setCustomerId(ticket.getCustomerId())
        .setTicketId(ticket.getTicketId())
        .setAnalysedAt(Micros.toInstant(event.availableAtMicros()))
        .setLanguage(text.language().tag())
        .setOutcome(text.outcome().name())
        .setShortened(text.shortened())
        .setIntent(meaning.intent().map(Intent::name).orElse(null))
        .setIntentConfidence(meaning.likeliestIntent().confidence())
        .setSentiment(meaning.sentiment())
        .setUrgency(meaning.urgency())
        .setLeaving(meaning.leaving())
        .setRoute(meaning.route())
        .setMaskedText(text.text())
        .setMasked(text.masked().stream().map(Enum::name).toList())
        .setKeyPhrases(text.keyPhrases())
        .build();
  }
}
