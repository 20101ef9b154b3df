package io.tidewatch.training.process;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;

/** Made-up cases, and logs of them in the published form. */
final class Logs {
  static final String HEADER = "CaseID,ActivityID,CompleteTimestamp\n";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Logs() {}

  /** Returns a case of events an hour apart. */
  static ProcessCase hourly(String id, String... activities) {
    long[] at = new long[activities.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = i * 3_600L;
    }
    return new ProcessCase(id, List.of(activities), at);
  }

  /**
   * Returns rows of cases in which what is third depends on nothing but how long the second took:
   * within the hour it is 3, then 4 a day later; else it is 5, then 6 five days later.
   */
  static String rows(String prefix, int cases, long seed) {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < cases; i++) {
      boolean quick = random.nextBoolean();
      String id = prefix + i;
      row(rows, id, "1", 1, 8, random);
      row(rows, id, "2", 1, quick ? 8 : 20, random);
      row(rows, id, quick ? "3" : "5", 1, 22, random);
      row(rows, id, quick ? "4" : "6", quick ? 2 : 6, 22, random);
    }
    return rows.toString();
  }

  /**
   * Returns rows of cases that begin on any day of two years; what is third is 3 in the first year
   * and 4 in the second. The cases stand in any order.
   */
  static String changingRows(int cases, long seed) {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < cases; i++) {
      LocalDateTime day = LocalDateTime.of(2024, 1, 1, 9, 0).plusDays(random.nextInt(2 * 365));
      String third = day.getYear() == 2024 ? "3" : "4";
      int hours = 0;
      for (String activity : List.of("1", "2", third, "5")) {
        LocalDateTime at = day.plusHours(hours++).plusMinutes(random.nextInt(30));
        rows.append("c%d,%s,%s\n".formatted(i, activity, TIME.format(at)));
      }
    }
    return rows.toString();
  }

  private static void row(
      StringBuilder rows, String id, String activity, int day, int hour, Random random) {
    // The first row of a case is before the half hour, the second after it.
    int minute = (activity.equals("1") ? 0 : 30) + random.nextInt(30);
    rows.append("%s,%s,2026-03-%02d %02d:%02d:00\n".formatted(id, activity, day, hour, minute));
  }
}
