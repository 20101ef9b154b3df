package io.tidewatch.schemas;

/**
 * The customer ids of visitors of whom only a device or a session is known: a prefix, then its id.
 */
public final class VisitorId {
  private static final String PREFIX = "anonymous:";

  private VisitorId() {}

  /** Returns the customer id of a visitor, by the id that a tracker gave the device or session. */
  public static String of(String anonymousId) {
    return PREFIX + anonymousId;
  }

  /** Returns whether a customer id is that of a visitor. */
  public static boolean isVisitor(String customerId) {
    return customerId.startsWith(PREFIX);
  }
}
