/** Whether two runs of the job decided the same. */
package io.tidewatch.platform.outcome;
