package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.Micros;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeskAdmissionTest {
  private static final long MONDAY = Micros.of(Instant.parse("2026-03-02T00:00:00Z"));

  private record Candidate(long at, long loss) {}

  @Test
  void takesTheFirstCandidateOfAll() {
    assertThat(new DeskAdmission().admit(1, MONDAY, 1, ZoneOffset.UTC)).isTrue();
  }

  @Test
  void takesNobodyWithoutCapacity() {
    assertThat(new DeskAdmission().admit(1_000_000, MONDAY, 0, ZoneOffset.UTC)).isFalse();
  }

  @Test
  void takesEverybodyWhileCapacityIsPlentiful() {
    DeskAdmission desk = new DeskAdmission();
    int taken = 0;
    int candidates = 0;
    for (Candidate candidate : month(1, 15, 1.0)) {
      if (candidate.at() >= MONDAY + 5 * Micros.PER_DAY) {
        candidates++;
        taken += desk.admit(candidate.loss(), candidate.at(), 60, ZoneOffset.UTC) ? 1 : 0;
      } else {
        desk.admit(candidate.loss(), candidate.at(), 60, ZoneOffset.UTC);
      }
    }
    assertThat(taken).isEqualTo(candidates);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsFourFifthsOfWhatAClairvoyantDeskWouldSaveInAMonth(long seed) {
    int capacity = 20;
    DeskAdmission desk = new DeskAdmission();
    Map<Long, List<Long>> lossesByDay = new HashMap<>();
    Map<Long, Integer> takenByDay = new HashMap<>();
    long saved = 0;
    for (Candidate candidate : month(seed, 200, 1.2)) {
      long day = Math.floorDiv(candidate.at(), Micros.PER_DAY);
      lossesByDay.computeIfAbsent(day, unused -> new ArrayList<>()).add(candidate.loss());
      if (desk.admit(candidate.loss(), candidate.at(), capacity, ZoneOffset.UTC)) {
        saved += candidate.loss();
        takenByDay.merge(day, 1, Integer::sum);
      }
    }
    long clairvoyant =
        lossesByDay.values().stream()
            .flatMap(losses -> losses.stream().sorted(Comparator.reverseOrder()).limit(capacity))
            .mapToLong(Long::longValue)
            .sum();
    double mean = takenByDay.values().stream().mapToInt(Integer::intValue).average().orElse(0);
    assertThat((double) saved / clairvoyant).isGreaterThan(0.8);
    assertThat(mean).isGreaterThan(0.9 * capacity);
  }

  @Property(tries = 200)
  void neverTakesMoreThanItsCapacityInADay(
      @ForAll long seed, @ForAll @IntRange(max = 12) int capacity, @ForAll boolean disordered) {
    ZoneId zone = ZoneId.of("America/New_York");
    Random random = new Random(seed);
    DeskAdmission desk = new DeskAdmission();
    Map<Object, Integer> taken = new HashMap<>();
    long at = Micros.of(Instant.parse("2026-03-06T20:00:00Z")); // daylight saving starts on 8 March
    for (int i = 0; i < 600; i++) {
      at += (long) (random.nextDouble() * random.nextDouble() * 3_600_000_000L);
      long when = disordered ? at - (long) (random.nextDouble() * 30 * 3_600_000_000L) : at;
      long loss = random.nextInt(4) == 0 ? 0 : (long) Math.exp(random.nextGaussian() * 3 + 8);
      if (desk.admit(loss, when, capacity, zone)) {
        taken.merge(Micros.toInstant(when).atZone(zone).toLocalDate(), 1, Integer::sum);
      }
      if (random.nextInt(50) == 0) {
        desk = restored(desk);
      }
    }
    assertThat(taken.values()).allMatch(count -> count <= capacity);
  }

  @Property(tries = 50)
  void decidesAlikeAfterBeingWrittenAndRead(@ForAll long seed) {
    DeskAdmission undisturbed = new DeskAdmission();
    DeskAdmission restored = new DeskAdmission();
    for (Candidate candidate : month(seed, 40, 1.0).subList(0, 200)) {
      boolean expected = undisturbed.admit(candidate.loss(), candidate.at(), 5, ZoneOffset.UTC);
      assertThat(restored.admit(candidate.loss(), candidate.at(), 5, ZoneOffset.UTC))
          .isEqualTo(expected);
      restored = restored(restored);
    }
  }

  @Test
  void refusesAnUnknownLayout() {
    assertThatThrownBy(
            () -> DeskAdmission.read(new DataInputStream(new ByteArrayInputStream(new byte[] {9}))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 9");
  }

  @Test
  void sortsLossesIntoBucketsInOrder() {
    int previous = DeskAdmission.bucket(0);
    assertThat(previous).isZero();
    for (long loss = 1; loss < 1L << 42; loss += 1 + loss / 7) {
      int bucket = DeskAdmission.bucket(loss);
      assertThat(bucket).isBetween(Math.max(1, previous), 160);
      previous = bucket;
    }
    assertThat(DeskAdmission.bucket(Long.MAX_VALUE)).isEqualTo(160);
  }

  /** A month of candidates with log-normal losses, busier at noon and on some days. */
  private static List<Candidate> month(long seed, int perDay, double spread) {
    Random random = new Random(seed);
    List<Candidate> candidates = new ArrayList<>();
    for (int day = 0; day < 30; day++) {
      int today = (int) (perDay * (0.7 + 0.6 * random.nextDouble()));
      for (int i = 0; i < today; i++) {
        double hour = 24 * (random.nextDouble() + random.nextDouble() + random.nextDouble()) / 3;
        candidates.add(
            new Candidate(
                MONDAY + day * Micros.PER_DAY + (long) (hour * 3_600_000_000L),
                (long) Math.exp(8 + spread * random.nextGaussian())));
      }
    }
    candidates.sort(Comparator.comparingLong(Candidate::at));
    return candidates;
  }

  private static DeskAdmission restored(DeskAdmission desk) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      desk.write(new DataOutputStream(bytes));
      return DeskAdmission.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
