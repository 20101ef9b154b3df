package io.tidewatch.scoring;

import io.tidewatch.models.Quality;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How good the champions say they are, by model name: what gate QUALITY compares with. Kept in
 * checkpoints as one text each.
 *
 * <pre>
 * model|digest of the release|digest of the cases|metric=value|metric=value...
 * </pre>
 *
 * <p>One thread.
 */
final class ChampionQualities {
  private record Champion(String sha256, Quality quality) {}

  private final Map<String, Champion> champions = new TreeMap<>();

  void put(String name, String sha256, Quality quality) {
    champions.put(name, new Champion(sha256, quality));
  }

  /** Returns the quality of a champion; empty if this release was never seen here. */
  Optional<Quality> of(String name, String sha256) {
    return Optional.ofNullable(champions.get(name))
        .filter(champion -> champion.sha256().equals(sha256))
        .map(Champion::quality);
  }

  List<String> toTexts() {
    return champions.entrySet().stream()
        .map(
            entry -> {
              StringBuilder text = new StringBuilder(entry.getKey());
              text.append('|').append(entry.getValue().sha256());
              Quality quality = entry.getValue().quality();
              text.append('|').append(quality.evaluationData());
              quality
                  .metrics()
                  .forEach(
                      (metric, value) -> text.append('|').append(metric).append('=').append(value));
              return text.toString();
            })
        .toList();
  }

  /** Takes what {@link #toTexts} gave. */
  void restore(String text) {
    String[] parts = text.split("\\|");
    Map<String, Double> metrics = new TreeMap<>();
    for (int i = 3; i < parts.length; i++) {
      String[] metric = parts[i].split("=");
      metrics.put(metric[0], Double.valueOf(metric[1]));
    }
    put(parts[0], parts[1], new Quality(parts[2], new TreeMap<>(metrics)));
  }
}
