package io.tidewatch.schemas;

import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that it may make instances of this package's records. Avro refuses every class that is
 * not trusted explicitly, because schemas may come from outside and name any class. Doing it here
 * saves every process a system property, and every record class does it when it is loaded: the
 * build makes them take their data model from {@link #model}.
 */
final class TrustedRecords {
  private static final String PACKAGE = TrustedRecords.class.getPackageName();

  static {
    // To what is trusted already, this package's records and enums are added.
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), TrustedRecords::isRecord));
  }

  private TrustedRecords() {}

  /** Returns a new data model for one record class. */
  static SpecificData model() {
    return new SpecificData();
  }

  private static boolean isRecord(Class<?> type) {
    return type.getPackageName().equals(PACKAGE)
        && (SpecificRecord.class.isAssignableFrom(type) || type.isEnum());
  }
}
