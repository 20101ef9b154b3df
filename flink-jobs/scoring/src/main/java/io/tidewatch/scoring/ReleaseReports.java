package io.tidewatch.scoring;

import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said on model-status of one message.
 *
 * @param now when it is said
 * @param out takes what is said
 */
record ReleaseReports(Instant now, Consumer<ModelStatus> out) {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseReports.class);

  /** Says that a release does not serve, and why. */
  void refused(ModelRelease message, String gate, String detail) {
    LOG.warn(
        "refused {} {}: {}: {}", ModelSlot.of(message).key(), message.getVersion(), gate, detail);
    report(message, message, ModelState.REFUSED, gate, detail);
  }

  /** Says what became of the message, by its reason if it has one. */
  void changed(ModelRelease message, ModelState state, String otherwise, String remark) {
    report(message, message, state, null, why(message, otherwise) + remark);
  }

  /** Says that a message took a champion's place because it was bad. */
  void rolledBack(ModelRelease champion, ModelRelease message) {
    String detail = why(message, "back to version " + message.getVersion());
    report(champion, message, ModelState.ROLLED_BACK, null, detail);
  }

  private static String why(ModelRelease message, String otherwise) {
    return message.getWhy() == null ? otherwise : message.getWhy();
  }

  private void report(
      ModelRelease about, ModelRelease message, ModelState state, String gate, String detail) {
    out.accept(
        ModelStatus.newBuilder()
            .setName(about.getName())
            .setVersion(about.getVersion())
            .setSha256(about.getSha256())
            .setAt(now)
            .setState(state)
            .setGate(gate)
            .setDetail(detail)
            .setRole(ModelSlot.of(about).role())
            .setShare(about.getShare())
            .setBy(message.getPushedBy())
            .build());
  }
}
