package io.tidewatch.connectors.gateway.collector;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of calls that a tracker makes; in a batch each event says its own. */
enum Call {
  TRACK,
  IDENTIFY,
  PAGE,
  SCREEN,
  GROUP,
  ALIAS;

  /** Returns the name that events carry in their field {@code type}. */
  String type() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds a call by the field {@code type}. */
  static Optional<Call> ofType(String type) {
    return Arrays.stream(values()).filter(call -> call.type().equals(type)).findFirst();
  }
}
