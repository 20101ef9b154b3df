package io.tidewatch.schemas;

import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Tells Avro that it may make instances of this package's records. Avro refuses every class that is
 * not trusted explicitly, because schemas may come from outside and name any class. Doing it here
 * saves every process a system property.
 */
final class TrustedRecords {
  private static final String PACKAGE = TrustedRecords.class.getPackageName();

  private TrustedRecords() {}

  /** Adds this package's records and enums to what Avro trusts already. */
  static void register() {
    ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(before, TrustedRecords::isRecord));
  }

  private static boolean isRecord(Class<?> type) {
    return type.getPackageName().equals(PACKAGE)
        && (SpecificRecord.class.isAssignableFrom(type) || type.isEnum());
  }
}
