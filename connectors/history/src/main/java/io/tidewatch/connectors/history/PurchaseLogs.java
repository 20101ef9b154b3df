package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads single files of published purchase logs, plain or gzip-compressed if the name ends in
 * {@code .gz}, wherever they lie. All events are purchases or refunds, in file order.
 */
public final class PurchaseLogs {
  private PurchaseLogs() {}

  /**
   * Reads CDNOW_master or CDNOW_sample, or a file of that form; a customer has the same id in both.
   *
   * @throws UnreadableHistoryException if the file is absent, broken or empty; names the line
   */
  public static List<Event> cdnow(Path file) {
    return checked(file, Cdnow.read(existing(file)));
  }

  /**
   * Reads UCI Online Retail, or a file of that form.
   *
   * @throws UnreadableHistoryException if the file is absent, broken or empty; names the row
   */
  public static List<Event> onlineRetail(Path file) {
    return checked(file, OnlineRetail.read(existing(file)));
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UnreadableHistoryException(
          file + " does not exist or is no file; docs/data-sources.md says where it is published");
    }
    return file;
  }

  private static List<Event> checked(Path file, List<Event> events) {
    if (events.isEmpty()) {
      throw new UnreadableHistoryException(file + " holds no orders; put the published file there");
    }
    return events;
  }
}
