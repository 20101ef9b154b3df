package io.tidewatch.platform.demo;

import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.Event;
import io.tidewatch.training.ChurnTrainer;
import io.tidewatch.training.TrainingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Names everything that a trained model depends on: events, options and the code that trains. */
final class CacheKey {
  private static final int BYTES = 16;
  private static final List<Class<?>> CODE =
      List.of(Event.class, FeatureCatalogue.class, Release.class, ChurnTrainer.class);

  private final MessageDigest digest;

  private CacheKey(MessageDigest digest) {
    this.digest = digest;
  }

  /** Returns 32 hexadecimal digits. */
  static String of(List<Event> events, TrainingOptions options) {
    try {
      CacheKey key = new CacheKey(MessageDigest.getInstance("SHA-256"));
      key.add(options.toString());
      key.add(System.getProperty("os.arch"));
      events.forEach(key::add);
      CODE.forEach(key::add);
      return HexFormat.of().formatHex(key.digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private void add(Event event) {
    add(event.eventId());
    digest.update(
        ByteBuffer.allocate(Long.BYTES * 2 + Integer.BYTES)
            .putLong(event.occurredAtMicros())
            .putLong(event.availableAtMicros())
            .putInt(event.record().hashCode())
            .flip());
  }

  /** Adds the jar or class folder that a class was loaded from. */
  private void add(Class<?> type) {
    try {
      Path code = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(code)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          add(code.relativize(file).toString());
          digest.update(Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the code of " + type.getName(), e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("code of " + type.getName() + " lies nowhere", e);
    }
  }
}
