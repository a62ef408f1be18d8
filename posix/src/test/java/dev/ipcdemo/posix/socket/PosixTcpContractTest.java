package dev.ipcdemo.posix.socket;

class PosixTcpContractTest implements PosixTcpContract {

    @Override
    public String loopback() {
        return "127.0.0.1";
    }
}
