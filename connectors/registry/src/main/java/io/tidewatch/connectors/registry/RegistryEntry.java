package io.tidewatch.connectors.registry;

import java.util.Optional;

/** One fact that the registry keeps: what it writes to its topic and reads back. */
sealed interface RegistryEntry {

  /** What became of a version. */
  enum State {
    /** In use. */
    ACTIVE,
    /** Deleted; shown to those who ask for deleted ones. */
    DELETED,
    /** Deleted for good; its id still leads to the schema, so that old records stay readable. */
    GONE
  }

  /**
   * A version of a subject.
   *
   * @param subject subject
   * @param version number in the subject, from 1
   * @param id id of the schema over all subjects, from 1
   * @param schema the schema as JSON
   * @param state what became of it
   */
  record Version(String subject, int version, int id, String schema, State state)
      implements RegistryEntry {

    Version with(State newState) {
      return new Version(subject, version, id, schema, newState);
    }
  }

  /**
   * A compatibility level.
   *
   * @param subject subject, or empty for the level of all subjects without one of their own
   * @param level the level, or empty if it was taken away
   */
  record Level(Optional<String> subject, Optional<Compatibility> level) implements RegistryEntry {}
}
