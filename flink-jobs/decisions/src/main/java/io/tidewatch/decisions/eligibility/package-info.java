/**
 * Conditions of offers on customers, written in CEL: which facts there are, and whether they hold.
 */
package io.tidewatch.decisions.eligibility;
