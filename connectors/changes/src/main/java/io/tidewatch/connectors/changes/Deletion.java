package io.tidewatch.connectors.changes;

/** What a customer's row that was deleted means. */
public enum Deletion {
  /** The profile goes: a null value on customers. What the customer did stays. */
  REMOVE,
  /** The customer asked to be forgotten: a request on erasures, and a null value on customers. */
  ERASE,
  /** The customer stays, without name, addresses, segments and consents. */
  WITHDRAW,
  /** Nothing: rows are moved or archived, customers are not. */
  KEEP
}
