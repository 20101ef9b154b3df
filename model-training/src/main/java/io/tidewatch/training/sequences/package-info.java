/** Recommends the next item of a sequence, by the protocol of a published comparison. */
package io.tidewatch.training.sequences;
