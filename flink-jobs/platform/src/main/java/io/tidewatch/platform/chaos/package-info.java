/** The fault suite: a cluster under load, broken again and again, must decide as if nothing was. */
package io.tidewatch.platform.chaos;
