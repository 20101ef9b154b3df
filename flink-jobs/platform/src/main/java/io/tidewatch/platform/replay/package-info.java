/** Feeds recorded events into the topics as if they happened now. */
package io.tidewatch.platform.replay;
