package io.tidewatch.platform.demo;

import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.embedded.PlatformOptions;
import io.tidewatch.training.TrainingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a demo run does. Immutable.
 *
 * @param platform the platform that it starts
 * @param key signs the models; the platform must trust it
 * @param training how the models are trained; its split is replaced by {@code split}
 * @param split where the replayed part of the history begins
 * @param speed seconds of stream time per second while the rest is replayed; 0 for no limit
 * @param heartbeatEvery stream time between heartbeats of the replay
 * @param cache folder for trained models; empty to train anew
 * @param versions what the report names as its parts
 */
public record DemoOptions(
    PlatformOptions platform,
    SigningKey key,
    TrainingOptions training,
    Instant split,
    double speed,
    Duration heartbeatEvery,
    Optional<Path> cache,
    Map<String, String> versions) {
  public DemoOptions {
    Objects.requireNonNull(platform, "platform");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(heartbeatEvery, "heartbeatEvery");
    Objects.requireNonNull(cache, "cache");
    versions = new LinkedHashMap<>(versions);
    training = training.withSplit(split);
  }
}
