package io.tidewatch.connectors.delivery;

import io.tidewatch.schemas.ChurnAlert;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * What goes to a target at once: one alert, or a batch. The same alerts for the same target give
 * the same message again, its id included, whatever order they came in. Immutable.
 *
 * @param id {@code msg_} and 32 hexadecimal digits
 * @param alerts at least one, oldest first
 */
public record Message(String id, List<ChurnAlert> alerts) {
  private static final int ID_BYTES = 16;
  private static final Comparator<ChurnAlert> OLDEST_FIRST =
      Comparator.comparing(ChurnAlert::getDecidedAt).thenComparing(ChurnAlert::getAlertId);

  /** Makes the message that carries these alerts to a target. */
  static Message of(String target, List<ChurnAlert> alerts) {
    List<ChurnAlert> sorted = alerts.stream().sorted(OLDEST_FIRST).toList();
    MessageDigest digest = sha256();
    digest.update(target.getBytes(StandardCharsets.UTF_8));
    for (ChurnAlert alert : sorted) {
      digest.update((byte) 0);
      digest.update(alert.getAlertId().getBytes(StandardCharsets.UTF_8));
    }
    return new Message(
        "msg_" + HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES), List.copyOf(sorted));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
    }
  }
}
