package io.tidewatch.tickets;

import io.tidewatch.schemas.ServiceLevel;
import io.tidewatch.schemas.TicketRules;
import java.util.HashMap;
import java.util.Map;

/**
 * What the help desk has promised by priority, ready for use. Immutable, may be shared between
 * threads.
 */
public final class ServiceLevels {
  /** Nothing is promised; the clock runs always. */
  public static final ServiceLevels NONE = of(TicketRules.newBuilder().build());

  private static final long MICROS_PER_MINUTE = 60_000_000L;
  private static final int MOST_MINUTES = 60 * 24 * 3_650;
  private static final int MOST_LEVELS = 16;
  private static final int MOST_HOURS = 28;
  private static final int MOST_HOLIDAYS = 400;
  private static final int LONGEST_PRIORITY = 64;
  private static final Promises NOTHING = new Promises(0, 0, 0);

  private final BusinessClock clock;
  private final boolean pauseWhileWaiting;
  private final Map<String, Promises> byPriority;

  /**
   * What is promised for one priority, in microseconds of the business clock; 0 where nothing is.
   *
   * @param firstResponseMicros until an agent answers
   * @param resolutionMicros until the ticket is closed
   * @param warnMicros how long before the end of a promise a breach is near
   */
  record Promises(long firstResponseMicros, long resolutionMicros, long warnMicros) {}

  private ServiceLevels(
      BusinessClock clock, boolean pauseWhileWaiting, Map<String, Promises> byPriority) {
    this.clock = clock;
    this.pauseWhileWaiting = pauseWhileWaiting;
    this.byPriority = byPriority;
  }

  /**
   * Returns the service levels of a policy's rules.
   *
   * @throws IllegalArgumentException if the rules break what the schema says of them; the message
   *     names the field and the value
   */
  public static ServiceLevels of(TicketRules rules) {
    atMost("serviceLevels", rules.getServiceLevels().size(), MOST_LEVELS);
    atMost("businessHours", rules.getBusinessHours().size(), MOST_HOURS);
    atMost("holidays", rules.getHolidays().size(), MOST_HOLIDAYS);
    Map<String, Promises> byPriority = new HashMap<>();
    for (ServiceLevel level : rules.getServiceLevels()) {
      String where = "serviceLevels[" + byPriority.size() + "].";
      atMost(where + "priority (characters)", level.getPriority().length(), LONGEST_PRIORITY);
      Promises promises =
          new Promises(
              promised(where + "firstResponseMinutes", level.getFirstResponseMinutes()),
              promised(where + "resolutionMinutes", level.getResolutionMinutes()),
              minutes(where + "warnMinutes", level.getWarnMinutes(), 0));
      if (byPriority.put(level.getPriority(), promises) != null) {
        throw new IllegalArgumentException(
            where + "priority=" + level.getPriority() + " must be declared once");
      }
    }
    return new ServiceLevels(BusinessClock.of(rules), rules.getPauseWhileWaiting(), byPriority);
  }

  private static void atMost(String field, int found, int most) {
    if (found > most) {
      throw new IllegalArgumentException(field + ": " + found + " must be at most " + most);
    }
  }

  private static long promised(String field, Integer minutes) {
    return minutes == null ? 0 : minutes(field, minutes, 1);
  }

  private static long minutes(String field, int minutes, int least) {
    if (minutes < least || minutes > MOST_MINUTES) {
      throw new IllegalArgumentException(
          field + "=" + minutes + " must be from " + least + " to " + MOST_MINUTES);
    }
    return minutes * MICROS_PER_MINUTE;
  }

  BusinessClock clock() {
    return clock;
  }

  boolean pauseWhileWaiting() {
    return pauseWhileWaiting;
  }

  Promises promises(String priority) {
    Promises own = byPriority.get(priority);
    return own != null ? own : byPriority.getOrDefault("", NOTHING);
  }
}
