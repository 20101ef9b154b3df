/** Approved answers, and which of them fits a question. */
package io.tidewatch.replies;
