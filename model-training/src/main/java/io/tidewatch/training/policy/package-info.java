/** Off-policy estimation: what a policy would bring, judged by the log of another one. */
package io.tidewatch.training.policy;
