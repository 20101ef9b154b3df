package io.tidewatch.training;

import io.tidewatch.schemas.Event;
import java.util.List;

/** Builds training sets by replaying history through the live fold. */
public final class TrainingSets {
  private TrainingSets() {}

  /**
   * A customer at a time.
   *
   * @param customerId the customer
   * @param atMicros the time, stream time
   */
  public record Point(String customerId, long atMicros) {}

  /**
   * Returns the feature vectors as the live job must have seen them.
   *
   * @param events all events
   * @param points customers and times
   * @return a vector per point, in the order of the points
   */
  public static List<float[]> featuresAt(List<Event> events, List<Point> points) {
    throw new UnsupportedOperationException("not there yet");
  }
}
