package io.tidewatch.platform.model;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings the champion before the present one back. */
@Command(
    name = "rollback",
    description =
        "Brings the champion before the present one back, and bans the present one: it is served"
            + " again only with --override.",
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Runnable {
  @Mixin private KnownModel model;

  @Override
  public void run() {
    model.send(slots -> List.of(slots.rollback(model.change(false))));
  }
}
