package io.tidewatch.platform.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.RecordJson;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.releases.PublishedSlots;
import io.tidewatch.platform.releases.ReleaseNotServedException;
import io.tidewatch.platform.releases.ReleaseStatuses;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.slots.ModelSlots;
import io.tidewatch.scoring.slots.SlotChangeException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;

/**
 * Changes what serves: reads what the slots hold at this moment, sends messages that build on it,
 * waits until the whole job does what they ask, and says what was replaced. A message that the job
 * refuses is taken back, so that the topic goes on saying what serves.
 */
final class SlotChange {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int DIGEST_SHOWN = 12;

  private final ChangeOptions options;
  private final PrintWriter out;

  SlotChange(ChangeOptions options, PrintWriter out) {
    this.options = options;
    this.out = out;
  }

  /**
   * Changes the slots of a model that was heard of before.
   *
   * @param messages what to send, given what the slots hold; called once
   * @throws CommandFailedException if nothing was ever said of such a model
   */
  void ofKnown(String name, Function<ModelSlots, List<ModelRelease>> messages) {
    make(
        name,
        (slots, producer) -> {
          if (slots.messages().isEmpty()) {
            throw new CommandFailedException(unknown(name, options.configuration()));
          }
          return messages.apply(slots);
        });
  }

  /** Changes the slots of a model that may be new. */
  void make(String name, BiFunction<ModelSlots, RecordProducer, List<ModelRelease>> messages) {
    try {
      send(name, messages);
    } catch (SlotChangeException | ReleaseNotServedException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private void send(
      String name, BiFunction<ModelSlots, RecordProducer, List<ModelRelease>> messages) {
    Configuration config = options.configuration();
    try (ReleaseStatuses statuses = ReleaseStatuses.follow(config);
        RecordProducer producer = new RecordProducer(config)) {
      ModelSlots slots = PublishedSlots.read(config).getOrDefault(name, ModelSlots.none(name));
      List<ModelRelease> sent = messages.apply(slots, producer);
      for (ModelRelease message : sent) {
        producer.send(message);
        producer.flush();
        if (options.waits()) {
          await(message, slots, statuses, producer);
        }
      }
      say(sent, slots);
    }
  }

  /**
   * Says early what the job would say.
   *
   * @throws CommandFailedException if a ban forbids what the message asks for
   */
  static void requireNotBanned(ModelSlots slots, ModelRelease message) {
    if (slots.forbids(message)) {
      throw new CommandFailedException(
          message.getName()
              + " "
              + release(message)
              + " was rolled back before and is banned; model history says why, and --override"
              + " serves it all the same");
    }
  }

  static String unknown(String name, Configuration config) {
    Set<String> known = PublishedSlots.read(config).keySet();
    return "there is no model called "
        + name
        + (known.isEmpty()
            ? "; none was pushed so far"
            : "; known are " + String.join(", ", known));
  }

  private void await(
      ModelRelease message, ModelSlots before, ReleaseStatuses statuses, RecordProducer producer) {
    try {
      statuses.awaitInForce(message, PATIENCE);
    } catch (ReleaseNotServedException e) {
      if (e.isRefusal() && isNewest(message)) {
        takeBack(message, before, producer);
      }
      throw e;
    }
  }

  /** Somebody else may have written the slot meanwhile; then it is theirs. */
  private boolean isNewest(ModelRelease message) {
    return Optional.ofNullable(PublishedSlots.read(options.configuration()).get(message.getName()))
        .flatMap(slots -> slots.in(ModelSlot.of(message).role()))
        .filter(
            newest ->
                newest.getSha256().equals(message.getSha256())
                    && newest.getPushedAt().equals(message.getPushedAt()))
        .isPresent();
  }

  private static void takeBack(ModelRelease message, ModelSlots before, RecordProducer producer) {
    ModelSlot slot = ModelSlot.of(message);
    before
        .message(slot.role())
        .ifPresentOrElse(producer::send, () -> producer.remove(Topic.MODELS, slot.key()));
    producer.flush();
  }

  private void say(List<ModelRelease> sent, ModelSlots before) {
    if (options.json()) {
      ObjectNode all = Json.object();
      ArrayNode messages = all.putArray("sent");
      sent.forEach(message -> messages.add(RecordJson.of(message)));
      ArrayNode replaced = all.putArray("replaced");
      replaced(sent, before).forEach(message -> replaced.add(RecordJson.of(message)));
      out.println(Json.pretty(all));
    } else {
      sent.forEach(message -> out.println(sentence(message, before)));
    }
  }

  private static List<ModelRelease> replaced(List<ModelRelease> sent, ModelSlots before) {
    List<ModelRelease> replaced = new ArrayList<>();
    sent.forEach(message -> before.in(ModelSlot.of(message).role()).ifPresent(replaced::add));
    return replaced;
  }

  private static String sentence(ModelRelease message, ModelSlots before) {
    ModelRole role = ModelSlot.of(message).role();
    String subject = lowerCase(role) + " of " + message.getName();
    if (message.getRole() == ModelRole.RETIRED) {
      return "the " + subject + " is retired: " + release(message);
    }
    String share =
        role == ModelRole.CHALLENGER
            ? ", for %s %% of the customers".formatted(percent(message.getShare()))
            : "";
    return "the "
        + subject
        + " is now "
        + release(message)
        + share
        + before
            .in(role)
            .map(replaced -> ", in the place of " + release(replaced) + pushed(replaced))
            .orElse(", where there was none");
  }

  private static String pushed(ModelRelease replaced) {
    return ", which " + replaced.getPushedBy() + " brought at " + replaced.getPushedAt();
  }

  static String release(ModelRelease message) {
    return message.getVersion() + " (" + shortened(message.getSha256()) + ")";
  }

  static String shortened(String sha256) {
    return sha256.substring(0, Math.min(DIGEST_SHOWN, sha256.length()));
  }

  /** 0.1f is 10, not 10.000000149. */
  static String percent(float share) {
    return new BigDecimal(Float.toString(share))
        .movePointRight(2)
        .stripTrailingZeros()
        .toPlainString();
  }

  static String lowerCase(ModelRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
