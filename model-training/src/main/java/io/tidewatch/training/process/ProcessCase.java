package io.tidewatch.training.process;

import java.util.Arrays;
import java.util.List;

/**
 * One case of a process log, such as a ticket: its events in order of time. Nobody writes to the
 * array.
 *
 * @param id the case's id
 * @param activities what was done, by event
 * @param atSeconds when it was completed, by event, seconds since 1970 on the log's wall clock
 */
record ProcessCase(String id, List<String> activities, long[] atSeconds) {
  private static final double SECONDS_PER_DAY = 86_400;

  ProcessCase {
    activities = List.copyOf(activities);
  }

  int size() {
    return activities.size();
  }

  /** Returns the days from an event until the last one. */
  double remainingDays(int event) {
    return (atSeconds[size() - 1] - atSeconds[event]) / SECONDS_PER_DAY;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProcessCase that
        && id.equals(that.id)
        && activities.equals(that.activities)
        && Arrays.equals(atSeconds, that.atSeconds);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
