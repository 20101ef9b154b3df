package io.tidewatch.training.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/** Makes logs in the form of CDNOW: customers of different rates, some of whom leave. */
final class CdnowLogs {
  private static final LocalDate FIRST = LocalDate.of(1997, 1, 1);
  private static final int COHORT_DAYS = 90;
  private static final int DAYS = 78 * 7;

  private CdnowLogs() {}

  /** Writes a log of four columns of the customers with numbers from to below to. */
  static Path master(Path file, int from, int to) throws IOException {
    return write(file, from, to, "%05d %s %2d %7.2f%n", false);
  }

  /** Writes a log of five columns, in which the sample numbers its customers itself. */
  static Path sample(Path file, int from, int to) throws IOException {
    return write(file, from, to, "%05d %04d %s %2d %7.2f%n", true);
  }

  private static Path write(Path file, int from, int to, String form, boolean sample)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (int customer = from; customer < to; customer++) {
      Random random = new Random(customer);
      int day = random.nextInt(COHORT_DAYS);
      double gapDays = 7 * Math.exp(3 * random.nextDouble());
      double leave = 0.1 * random.nextDouble();
      double usual = 10 + 40 * random.nextDouble();
      while (day < DAYS) {
        String date = FIRST.plusDays(day).format(DateTimeFormatter.BASIC_ISO_DATE);
        double dollars = usual * (0.5 + random.nextDouble());
        text.append(
            sample
                ? String.format(Locale.ROOT, form, customer, customer - from + 1, date, 1, dollars)
                : String.format(Locale.ROOT, form, customer, date, 1, dollars));
        if (random.nextDouble() < leave) {
          break;
        }
        day += 1 + (int) (-Math.log(1 - random.nextDouble()) * gapDays);
      }
    }
    return Files.writeString(file, text);
  }
}
