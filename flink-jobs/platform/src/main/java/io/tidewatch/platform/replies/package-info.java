/** Commands around approved answers. */
package io.tidewatch.platform.replies;
