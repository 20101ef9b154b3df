/**
 * Which release of a model works in which role, and the messages that change it. Knows no Flink.
 */
package io.tidewatch.scoring.slots;
