package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.DeadLetterReason;

/**
 * A rule that a record breaks.
 *
 * @param reason which kind of rule
 * @param field field at fault, such as {@code lines[3].amountMinor}
 * @param detail one sentence: what was found and what would be right; never personal data
 */
public record Violation(DeadLetterReason reason, String field, String detail) {}
