/** The rules of the architecture, as CONTRIBUTING.md tells them, held against the compiled classes. */
package dev.ipcdemo.architecture;
