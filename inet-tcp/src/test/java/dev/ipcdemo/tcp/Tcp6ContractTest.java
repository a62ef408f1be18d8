package dev.ipcdemo.tcp;

class Tcp6ContractTest implements JdkTcpContract {

    @Override
    public String loopback() {
        return "::1";
    }
}
