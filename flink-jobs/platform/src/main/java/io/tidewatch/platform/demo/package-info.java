/** The demo: real purchases become alerts and offers on the embedded platform, and are judged. */
package io.tidewatch.platform.demo;
