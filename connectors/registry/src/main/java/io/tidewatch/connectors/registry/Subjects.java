package io.tidewatch.connectors.registry;

import io.tidewatch.connectors.registry.RegistryEntry.Level;
import io.tidewatch.connectors.registry.RegistryEntry.State;
import io.tidewatch.connectors.registry.RegistryEntry.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * The registry's rules and its state: subjects, their versions, ids, compatibility levels. Every
 * change is written to the journal before it counts. Thread-safe: one request at a time.
 */
final class Subjects {
  private final Consumer<RegistryEntry> journal;
  private final Map<String, TreeMap<Integer, Version>> subjects = new TreeMap<>();
  private final Map<Integer, String> schemas = new HashMap<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, Compatibility> levels = new HashMap<>();
  private Compatibility level = Compatibility.FULL_TRANSITIVE;
  private int lastId;

  /** Starts empty; a journal that throws refuses the change. */
  Subjects(Consumer<RegistryEntry> journal) {
    this.journal = journal;
  }

  /** Takes in what the journal says, without writing it again. */
  synchronized void apply(RegistryEntry entry) {
    if (entry instanceof Version version) {
      subjects
          .computeIfAbsent(version.subject(), s -> new TreeMap<>())
          .put(version.version(), version);
      schemas.put(version.id(), version.schema());
      ids.put(version.schema(), version.id());
      lastId = Math.max(lastId, version.id());
    } else if (entry instanceof Level changed) {
      if (changed.subject().isEmpty()) {
        level = changed.level().orElse(Compatibility.FULL_TRANSITIVE);
      } else if (changed.level().isPresent()) {
        levels.put(changed.subject().get(), changed.level().get());
      } else {
        levels.remove(changed.subject().get());
      }
    }
  }

  private void change(RegistryEntry entry) {
    journal.accept(entry);
    apply(entry);
  }

  /** Registers a schema unless the subject has it, and returns its version. */
  synchronized Version register(String subject, Schema schema) {
    Optional<Version> present = find(subject, schema);
    if (present.isPresent()) {
      return present.get();
    }
    List<String> conflicts = conflicts(subject, schema, active(subject));
    if (!conflicts.isEmpty()) {
      throw RegistryException.incompatible(
          "Schema being registered is incompatible with an earlier schema for subject \""
              + subject
              + "\" at level "
              + effectiveLevel(subject)
              + ": "
              + String.join("; ", conflicts));
    }
    String json = schema.toString();
    int id = ids.getOrDefault(json, lastId + 1);
    TreeMap<Integer, Version> versions = subjects.getOrDefault(subject, new TreeMap<>());
    int number = versions.isEmpty() ? 1 : versions.lastKey() + 1;
    Version version = new Version(subject, number, id, json, State.ACTIVE);
    change(version);
    return version;
  }

  /** Returns the subject's version with exactly this schema. */
  synchronized Version lookUp(String subject, Schema schema) {
    active(subject, false);
    return find(subject, schema).orElseThrow(RegistryException::noSchema);
  }

  private Optional<Version> find(String subject, Schema schema) {
    String json = schema.toString();
    return active(subject).stream().filter(version -> version.schema().equals(json)).findFirst();
  }

  /** Returns the names of the subjects, in order. */
  synchronized List<String> subjects(boolean deletedToo) {
    return subjects.keySet().stream()
        .filter(subject -> !shown(subject, deletedToo).isEmpty())
        .toList();
  }

  /** Returns the versions of a subject that exists, oldest first. */
  synchronized List<Version> active(String subject, boolean deletedToo) {
    List<Version> versions = shown(subject, deletedToo);
    if (versions.isEmpty()) {
      throw RegistryException.noSubject(subject);
    }
    return versions;
  }

  /** Returns one version: a number from 1, or "latest" (also -1). */
  synchronized Version version(String subject, String number, boolean deletedToo) {
    List<Version> versions = active(subject, deletedToo);
    if (number.equals("latest") || number.equals("-1")) {
      return versions.get(versions.size() - 1);
    }
    int wanted = parse(number);
    return versions.stream()
        .filter(version -> version.version() == wanted)
        .findFirst()
        .orElseThrow(() -> RegistryException.noVersion(wanted));
  }

  private static int parse(String number) {
    try {
      int parsed = Integer.parseInt(number);
      if (parsed >= 1) {
        return parsed;
      }
    } catch (NumberFormatException e) {
      // Refused below, like numbers that are too small.
    }
    throw RegistryException.invalidVersion(number);
  }

  /** Deletes a subject and returns the numbers of the versions that went. */
  synchronized List<Integer> delete(String subject, boolean permanently) {
    List<Version> versions = active(subject, permanently);
    if (permanently && versions.stream().anyMatch(version -> version.state() == State.ACTIVE)) {
      throw RegistryException.notDeletedFirst(subject);
    }
    versions.forEach(version -> change(version.with(permanently ? State.GONE : State.DELETED)));
    if (levels.containsKey(subject)) {
      change(new Level(Optional.of(subject), Optional.empty()));
    }
    return versions.stream().map(Version::version).toList();
  }

  /** Deletes one version and returns its number. */
  synchronized int delete(String subject, String number, boolean permanently) {
    Version version = version(subject, number, permanently);
    if (permanently && version.state() == State.ACTIVE) {
      throw RegistryException.notDeletedFirst(subject);
    }
    change(version.with(permanently ? State.GONE : State.DELETED));
    return version.version();
  }

  /** Returns the schema of an id. */
  synchronized String schema(int id) {
    String schema = schemas.get(id);
    if (schema == null) {
      throw RegistryException.noSchema();
    }
    return schema;
  }

  /** Returns the versions that use an id. */
  synchronized List<Version> uses(int id) {
    schema(id);
    return subjects.values().stream()
        .map(TreeMap::values)
        .flatMap(Collection::stream)
        .filter(version -> version.id() == id && version.state() == State.ACTIVE)
        .toList();
  }

  /** Returns what speaks against a schema beside one version, or beside all if none is named. */
  synchronized List<String> conflicts(String subject, Schema schema, Optional<String> number) {
    List<Version> compared =
        number
            .map(named -> List.of(version(subject, named, false)))
            .orElseGet(() -> active(subject));
    return conflicts(subject, schema, compared);
  }

  private List<String> conflicts(String subject, Schema schema, List<Version> versions) {
    return effectiveLevel(subject)
        .conflicts(schema, versions.stream().map(version -> avro(version.schema())).toList());
  }

  private static Schema avro(String json) {
    try {
      return new Schema.Parser().parse(json);
    } catch (SchemaParseException e) {
      throw new IllegalStateException("a registered schema does not parse: " + json, e);
    }
  }

  /** Returns the level of all subjects without one of their own. */
  synchronized Compatibility level() {
    return level;
  }

  /** Returns a subject's own level. */
  synchronized Optional<Compatibility> level(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  /** Sets or takes away a level; no subject means all. */
  synchronized void level(Optional<String> subject, Optional<Compatibility> newLevel) {
    change(new Level(subject, newLevel));
  }

  private Compatibility effectiveLevel(String subject) {
    return levels.getOrDefault(subject, level);
  }

  private List<Version> active(String subject) {
    return shown(subject, false);
  }

  private List<Version> shown(String subject, boolean deletedToo) {
    List<Version> shown = new ArrayList<>();
    for (Version version : subjects.getOrDefault(subject, new TreeMap<>()).values()) {
      if (version.state() == State.ACTIVE || deletedToo && version.state() == State.DELETED) {
        shown.add(version);
      }
    }
    return shown;
  }
}
