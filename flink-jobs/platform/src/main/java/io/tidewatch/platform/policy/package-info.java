/** Commands that judge policies, and how what they find is shown. */
package io.tidewatch.platform.policy;
