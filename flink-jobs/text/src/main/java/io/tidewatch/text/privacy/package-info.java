/** Finds personal data in a text and masks it, before anything is logged or emitted. */
package io.tidewatch.text.privacy;
