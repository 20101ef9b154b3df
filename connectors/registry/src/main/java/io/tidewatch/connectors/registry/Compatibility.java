package io.tidewatch.connectors.registry;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** Which versions of a subject must be able to read which. Names are those of the Confluent API. */
enum Compatibility {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean newReadsOld;
  private final boolean oldReadsNew;
  private final boolean transitive;

  Compatibility(boolean newReadsOld, boolean oldReadsNew, boolean transitive) {
    this.newReadsOld = newReadsOld;
    this.oldReadsNew = oldReadsNew;
    this.transitive = transitive;
  }

  /** Returns the level of a name. */
  static Compatibility named(String name) {
    for (Compatibility level : values()) {
      if (level.name().equals(name)) {
        return level;
      }
    }
    throw RegistryException.invalidLevel(name);
  }

  /**
   * Returns what speaks against a new schema: one sentence per fault, none if it fits.
   *
   * @param older versions so far, oldest first
   */
  List<String> conflicts(Schema candidate, List<Schema> older) {
    List<Schema> compared =
        transitive || older.isEmpty() ? older : List.of(older.get(older.size() - 1));
    List<String> conflicts = new ArrayList<>();
    for (Schema schema : compared) {
      if (newReadsOld) {
        collect("new schema cannot read an older version's records", candidate, schema, conflicts);
      }
      if (oldReadsNew) {
        collect(
            "an older version cannot read the new schema's records", schema, candidate, conflicts);
      }
    }
    return conflicts;
  }

  private static void collect(String what, Schema reader, Schema writer, List<String> conflicts) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    if (result.getCompatibility() != SchemaCompatibilityType.COMPATIBLE) {
      result
          .getIncompatibilities()
          .forEach(
              fault ->
                  conflicts.add(
                      what
                          + ": "
                          + fault.getType()
                          + " at "
                          + fault.getLocation()
                          + " ("
                          + fault.getMessage()
                          + ")"));
    }
  }
}
