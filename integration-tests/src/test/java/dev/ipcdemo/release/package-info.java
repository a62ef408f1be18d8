/** What a release consists of. */
package dev.ipcdemo.release;
