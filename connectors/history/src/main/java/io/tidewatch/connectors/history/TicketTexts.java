package io.tidewatch.connectors.history;

import java.util.ArrayList;
import java.util.List;

/** The bundled customer queries of banking77 (CC BY 4.0), in file order. */
final class TicketTexts {
  static final List<String> COLUMNS = List.of("text", "category");

  private static final String FILE = "banking77/queries.csv.gz";

  private TicketTexts() {}

  /** Reads the texts. */
  static List<String> bundled() {
    List<String> texts = new ArrayList<>(CompleteJourneyBundle.QUERIES);
    Table.bundled(FILE, COLUMNS, row -> texts.add(row.text(0).strip()));
    return List.copyOf(texts);
  }
}
